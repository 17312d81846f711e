/** No connection of the pool became free in time: the database responds but is overloaded. */
export class PoolExhausted extends Error {
  constructor(cause: unknown) {
    super("No database connection became free in time", { cause })
    this.name = "PoolExhausted"
  }
}

/** The connection failed or, if `isResponseLost`, broke or timed out after a statement was sent. */
export class ConnectionFailed extends Error {
  constructor(
    cause: unknown,
    readonly isResponseLost: boolean,
  ) {
    super("The connection to the database failed", { cause })
    this.name = "ConnectionFailed"
  }
}

/** The response to COMMIT was lost: the transaction may or may not have been committed. */
export class CommitUncertain extends Error {
  constructor(cause: unknown) {
    super("The commit of the transaction could not be confirmed", { cause })
    this.name = "CommitUncertain"
  }
}

const conflictCodes = new Set(["40001", "40P01", "P2034"])
const uniqueCodes = new Set(["23505", "P2002"])
const foreignKeyCodes = new Set(["23503", "P2003"])
/** PostgreSQL: too many connections. Prisma: no connection or transaction in time, too many connections. */
const overloadedCodes = new Set(["53300", "P2024", "P2028", "P2037"])
/** PostgreSQL: shut down, crashed, starting, read-only (a standby), connection exceptions. Prisma: unreachable, timed out, closed. */
const unavailableCodes = new Set([
  "57P01",
  "57P02",
  "57P03",
  "25006",
  "08000",
  "08001",
  "08003",
  "08006",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
])
/** Kinds of the driver adapter that have no PostgreSQL code. */
const unavailableKinds = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout"])
/** Errors after which the database may have executed the statement although its response was lost. */
const lostResponses = new Set([
  "57P01",
  "57P02",
  "08006",
  "P1008",
  "P1017",
  "ConnectionClosed",
  "SocketTimeout",
])

type ErrorSummary = { names: string[]; codes: string[]; isResponseLost: boolean }

/** The classes, codes and kinds of a database error and its causes: Prisma wraps the driver's error. */
function summarize(error: unknown, depth = 0): ErrorSummary {
  if (typeof error !== "object" || error === null || depth > 4)
    return { names: [], codes: [], isResponseLost: false }
  const texts = (...keys: string[]) =>
    keys.map((key): unknown => Reflect.get(error, key)).filter((value) => typeof value === "string")
  const causes = ["cause", "meta", "driverAdapterError"].map((key) =>
    summarize(Reflect.get(error, key), depth + 1),
  )
  return {
    names: [...texts("name"), ...causes.flatMap(({ names }) => names)],
    codes: [...texts("code", "originalCode", "kind"), ...causes.flatMap(({ codes }) => codes)],
    isResponseLost: Reflect.get(error, "isResponseLost") === true || causes.some((one) => one.isResponseLost),
  }
}

const isOfDatabase = ({ names }: ErrorSummary) =>
  names.some((name) => /^Prisma|^DriverAdapterError$/.test(name))

/** Only PostgreSQL's own errors carry a severity. */
const isOfPostgres = (error: unknown) =>
  error instanceof Error && "severity" in error && typeof error.severity === "string"

export function isTransactionConflict(error: unknown): boolean {
  return summarize(error).codes.some((code) => conflictCodes.has(code))
}

export function isUniqueViolation(error: unknown): boolean {
  return summarize(error).codes.some((code) => uniqueCodes.has(code))
}

/** For `catch`: throws this error instead of a unique violation, which a concurrent request can cause after any check. */
export const uniqueViolationAs =
  (error: () => Error) =>
  (thrown: unknown): never => {
    throw isUniqueViolation(thrown) ? error() : thrown
  }

/** Something that is referred to was removed, or something is referred to that is being removed. */
export function isForeignKeyViolation(error: unknown): boolean {
  return summarize(error).codes.some((code) => foreignKeyCodes.has(code))
}

/** The SQL function require_open_environment rejected a record for an environment. */
export function isEnvironmentArchived(error: unknown): boolean {
  return summarize(error).codes.includes("SL001")
}

/** Null if the error says nothing about the database as a whole. */
export function databaseFailure(error: unknown): "overloaded" | "unavailable" | null {
  const summary = summarize(error)
  if (summary.names.includes("PoolExhausted")) return "overloaded"
  if (summary.names.includes("ConnectionFailed")) return "unavailable"
  if (!isOfDatabase(summary) && !isOfPostgres(error)) return null
  if (summary.codes.some((code) => overloadedCodes.has(code))) return "overloaded"
  const isUnavailable = summary.codes.some((code) => unavailableCodes.has(code) || unavailableKinds.has(code))
  return isUnavailable ? "unavailable" : null
}

/** The database is unreachable, is starting or stopping, or has no free connection. */
export const isDatabaseUnavailable = (error: unknown): boolean => databaseFailure(error) !== null

/** Whether a write that failed with this error may have been executed. */
export function isOutcomeUnknown(error: unknown): boolean {
  const { names, codes, isResponseLost } = summarize(error)
  if (isResponseLost || names.includes("CommitUncertain")) return true
  return databaseFailure(error) === "unavailable" && codes.some((code) => lostResponses.has(code))
}
