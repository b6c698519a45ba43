/** A setting that whoever starts the tests hands over, as `cargo xtask test` does. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. Start the browser tests with: cargo xtask test browser`);
  }
  return value;
}
