/** mathjs in one file: its module graph of a thousand files takes five times as long to load. */
declare module 'mathjs/lib/browser/math.js' {
  const mathjs: typeof import('mathjs');
  export default mathjs;
}
