/* Training in TensorFlow.js: the backends, models of its layers, and the units that are left of a layer. */

export { type Backend, openBackend } from './sgd/backend.js';
export type { BackendChoice } from './sgd/backendChoice.js';
export { type LayersTraining, type TrainedLayers, trainLayersModel } from './sgd/network/trainLayersModel.js';
export type { Samples, Weights } from './sgd/network/trainNetwork.js';
export { countUnits, type UnitCounts, type Units } from './sgd/network/units.js';
