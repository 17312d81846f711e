const membersOf = (value: unknown) =>
  new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])

/** The texts and numbers that differ between values and their masked form: those found to be secret. */
export function hiddenTexts(values: unknown, masked: unknown): string[] {
  if (typeof values === "string" || typeof values === "number")
    return values === masked ? [] : [String(values)]
  const maskedIn = membersOf(masked)
  return [...membersOf(values)].flatMap(([key, inner]) => hiddenTexts(inner, maskedIn.get(key)))
}
