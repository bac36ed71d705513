/** nerdamer ships types for its core only; `all.js` is the core with its plugins loaded. */
declare module 'nerdamer/all.js' {
  const nerdamer: {
    diff(expression: string, variable: string): { toString(): string };
    solveEquations(equation: string, variable: string): { toString(): string };
    flush(): void;
    clearVars(): void;
    getCore(): { Settings: Record<string, unknown> };
  };
  export default nerdamer;
}
