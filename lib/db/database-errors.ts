/** The work was done, but the answer to its COMMIT never came: it may have been committed or not. */
export class CommitUncertain extends Error {
  constructor(cause: unknown) {
    super("It is not known whether the transaction was committed", { cause })
    this.name = "CommitUncertain"
  }
}

const conflictCodes = new Set(["40001", "40P01", "P2034"])
const uniqueCodes = new Set(["23505", "P2002"])
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "ENOENT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08001",
  "08003",
  "08006",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
])
const awayWords =
  /terminat|connection (?:closed|refused|timeout|error)|not queryable|can't reach|timeout exceeded|read timeout|socket/i

/** Every code an error and its causes carry: Prisma wraps the driver's error in more than one way. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return []
  const found: string[] = []
  for (const key of ["code", "originalCode"]) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === "string") found.push(value)
  }
  for (const key of ["cause", "meta", "driverAdapterError"]) {
    found.push(...codesOf(Reflect.get(error, key), depth + 1))
  }
  return found
}

export function isTransactionConflict(error: unknown): boolean {
  return codesOf(error).some((code) => conflictCodes.has(code))
}

export function isUniqueViolation(error: unknown): boolean {
  return codesOf(error).some((code) => uniqueCodes.has(code))
}

/** The database cannot be reached, is starting or stopping, or has no connection left. */
export function isDatabaseAway(error: unknown): boolean {
  if (codesOf(error).some((code) => awayCodes.has(code))) return true
  const known = error instanceof Error && /Prisma|DriverAdapter|^Error$/.test(error.name)
  return known && awayWords.test(error.message)
}
