export interface FieldProblem {
  /** RFC 6901 pointer into the request body, such as `/imageTag`. */
  readonly pointer: string
  readonly message: string
}

/** An answer that was not a success, or no answer at all (`status` 0). Its message is a sentence for people. */
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

  /** The message that belongs to one field of the form, found by its pointer (`/aliases/0`) or its name. */
  field(name: string): string | undefined {
    const pointer = name.startsWith("/") ? name : `/${name}`
    return this.fields.find((field) => field.pointer === pointer)?.message
  }
}

const plainWords: Record<number, string> = {
  0: "The server did not answer. Check the connection; nothing was lost.",
  401: "You are signed out.",
  403: "Your role does not allow this.",
  404: "This does not exist, or you may not see it.",
  429: "Too many requests. Wait a moment.",
  503: "The database is away. Nothing that was confirmed is lost; this page tries again by itself.",
}

/** Reads a failed answer, whatever it holds: RFC 9457 from our server, or anything from a proxy on the way. */
export async function readApiError(response: Response): Promise<ApiError> {
  const said = readProblem(await response.json().catch(() => null))
  return new ApiError(
    response.status,
    said.detail ?? said.title ?? plainWords[response.status] ?? `The server answered ${response.status}.`,
    said.code,
    said.errors,
    retryAfter(response.headers.get("retry-after")),
    response.headers.get("x-request-id"),
  )
}

interface Problem {
  title?: string
  detail?: string
  code?: string
  errors?: FieldProblem[]
}

// By hand: the schema library would be a fifth of what every page loads.
function readProblem(body: unknown): Problem {
  if (typeof body !== "object" || body === null) return {}
  return {
    title: textOf(body, "title"),
    detail: textOf(body, "detail"),
    code: textOf(body, "code"),
    errors: "errors" in body && Array.isArray(body.errors) ? body.errors.flatMap(readField) : undefined,
  }
}

function readField(entry: unknown): FieldProblem[] {
  if (typeof entry !== "object" || entry === null) return []
  const pointer = textOf(entry, "pointer")
  const message = textOf(entry, "message")
  return pointer !== undefined && message !== undefined ? [{ pointer, message }] : []
}

function textOf(body: object, name: string): string | undefined {
  const value = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof value === "string" ? value : undefined
}

export function noAnswer(): ApiError {
  return new ApiError(0, plainWords[0] ?? "", "no_answer")
}

function retryAfter(header: string | null): number | null {
  if (!header) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}
