/** A backend of TensorFlow.js as a user asks for it; the first usable one is `auto`. */
export type BackendChoice = 'auto' | 'native' | 'wasm' | 'cpu';
