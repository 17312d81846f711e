export const credentialsRejected =
  "The cluster rejects Slipway's credentials (401 Unauthorized). Renew the credentials in its kubeconfig."

/** The kind of a Helm failure. `other`: no rule matched, and the message is Helm's own last line. */
export type HelmErrorKind =
  | "not_installed"
  | "in_progress"
  | "name_in_use"
  | "not_found"
  | "nothing_deployed"
  | "not_ready"
  | "hook_failed"
  | "unreachable"
  | "unauthenticated"
  | "forbidden"
  | "owned_elsewhere"
  | "conflict"
  | "invalid_values"
  | "invalid_chart"
  | "webhook"
  | "rejected"
  | "too_large"
  | "cancelled"
  | "out_of_time"
  | "out_of_memory"
  | "too_much_output"
  | "killed"
  | "unreadable"
  | "other"

/** A resource that did not become ready in time; Helm 3 does not report them. */
export type NotReady = { kind: string; namespace: string; name: string; status: string; message: string }

export type RejectionReason =
  | "quota_exceeded"
  | "pod_security"
  | "policy_denied"
  | "webhook_denied"
  | "webhook_failed"
  | "admission_denied"
  | "forbidden"
  | "immutable_field"
  | "invalid_object"
  | "conflict"
  | "owned_elsewhere"

/** What an API server rejected, if it says so; `message` is its message. */
export type Rejection = {
  reason: RejectionReason
  object: { kind: string; name: string; namespace: string | null } | null
  message: string
}

type Details = { output?: string; notReady?: NotReady[]; rejection?: Rejection | null }

/**
 * `message`, `rejection`, `output` (the last lines of Helm's stderr) and `notReady` may quote values: mask them before they
 * are kept or shown. The log names the kind only.
 */
export class HelmError extends Error {
  // Private, since loggers copy the public fields of errors.
  readonly #details: Details

  constructor(
    readonly kind: HelmErrorKind,
    message: string,
    details: Details = {},
  ) {
    super(message)
    this.name = "HelmError"
    this.#details = details
  }

  get output(): string {
    return this.#details.output ?? ""
  }

  get notReady(): readonly NotReady[] {
    return this.#details.notReady ?? []
  }

  get rejection(): Rejection | null {
    return this.#details.rejection ?? null
  }

  get mayQuoteValues(): true {
    return true
  }
}
