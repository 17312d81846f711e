/** `refused`: the address is not allowed and was not contacted. The others: the request failed. */
export type ExternalErrorKind = "refused" | "unreachable" | "too_slow" | "too_large" | "bad_redirect"

/** The message is shown to the user who gave the URL; it names hosts, never credentials. */
export class ExternalError extends Error {
  readonly kind: ExternalErrorKind

  constructor(kind: ExternalErrorKind, message: string) {
    super(message)
    this.name = "ExternalError"
    this.kind = kind
  }
}
