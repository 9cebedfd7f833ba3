// What the bundler makes of imports that are no modules.
declare module '*.css';
declare module 'worker:*' {
  const text: string;
  export default text;
}
