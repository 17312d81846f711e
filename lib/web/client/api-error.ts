export interface FieldProblem {
  /** RFC 6901 pointer into the request body, such as `/imageTag`. */
  readonly pointer: string
  readonly message: string
}

/** An error response, or no response at all (`status` 0). Its message can be shown to users. */
export class ApiError extends Error {
  override readonly name = "ApiError"

  constructor(
    readonly status: number,
    message: string,
    readonly code: string = "unknown",
    readonly fields: readonly FieldProblem[] = [],
    readonly retryAfterSeconds: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message)
  }

  /** The message for one form field, found by its pointer (`/aliases/0`) or its name. */
  field(name: string): string | undefined {
    const pointer = name.startsWith("/") ? name : `/${name}`
    return this.fields.find((field) => field.pointer === pointer)?.message
  }
}

const defaultMessages: Record<number, string> = {
  0: "The server did not respond. Check your connection; confirmed changes are safe.",
  401: "You are signed out. Sign in again.",
  403: "Your role does not allow this.",
  404: "This does not exist, or you do not have access to it.",
  429: "Too many requests. Wait a moment and try again.",
  503: "The database is unavailable. Confirmed changes are safe; this page retries automatically.",
}

/** Reads an error response of any kind: RFC 9457 from our server, or anything from a proxy in between. */
export async function readApiError(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null)
  const errors: unknown = Reflect.get(Object(problem), "errors")
  return new ApiError(
    response.status,
    textOf(problem, "detail") ??
      textOf(problem, "title") ??
      defaultMessages[response.status] ??
      `The server responded with status ${response.status}.`,
    textOf(problem, "code"),
    Array.isArray(errors) ? errors.flatMap(readField) : undefined,
    retryAfter(response.headers.get("retry-after")),
    response.headers.get("x-request-id"),
  )
}

// Parsed by hand, because the schema library would add a fifth to the script that every page loads.
function readField(entry: unknown): FieldProblem[] {
  const pointer = textOf(entry, "pointer")
  const message = textOf(entry, "message")
  return pointer !== undefined && message !== undefined ? [{ pointer, message }] : []
}

function textOf(body: unknown, name: string): string | undefined {
  const value: unknown = Reflect.get(Object(body), name)
  return typeof value === "string" ? value : undefined
}

export function noResponse(): ApiError {
  return new ApiError(0, defaultMessages[0] ?? "", "no_response")
}

function retryAfter(header: string | null): number | null {
  if (!header) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}
