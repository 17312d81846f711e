const membersOf = (value: unknown) =>
  new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])

/** The texts and numbers of values that are another in the same values masked: what was found to be secret in them. */
export function hiddenTexts(values: unknown, masked: unknown): string[] {
  if (typeof values === "string" || typeof values === "number")
    return values === masked ? [] : [String(values)]
  const maskedIn = membersOf(masked)
  return [...membersOf(values)].flatMap(([key, inner]) => hiddenTexts(inner, maskedIn.get(key)))
}
