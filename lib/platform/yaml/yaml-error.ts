/** A text that Helm could not read as YAML either, or that is beyond the limits. The message is one sentence for people. */
export class YamlError extends Error {
  constructor(
    message: string,
    /** From 1; null where it is not about one line. */
    readonly line: number | null = null,
  ) {
    super(message)
    this.name = "YamlError"
  }
}
