/** A text that Helm could not read as YAML either, or that exceeds the limits. The message is for users. */
export class YamlError extends Error {
  constructor(
    message: string,
    /** Starts at 1; null if it does not concern a single line. */
    readonly line: number | null = null,
  ) {
    super(message)
    this.name = "YamlError"
  }
}
