/** `refused`: the address may not be asked. The others: it was asked, and that went wrong. */
export type OutsideErrorKind = "refused" | "unreachable" | "too_slow" | "too_large" | "bad_redirect"

/** The message is a sentence for whoever gave the address; it names hosts, never credentials. */
export class OutsideError extends Error {
  readonly kind: OutsideErrorKind

  constructor(kind: OutsideErrorKind, sentence: string) {
    super(sentence)
    this.name = "OutsideError"
    this.kind = kind
  }
}
