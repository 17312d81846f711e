export const sinceChoices = [
  { value: "ever", label: "the beginning" },
  { value: "1", label: "a day ago" },
  { value: "7", label: "7 days ago" },
  { value: "30", label: "30 days ago" },
  { value: "90", label: "90 days ago" },
] as const

export type Since = (typeof sinceChoices)[number]["value"] | "other"

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The instant that a choice stands for, as RFC 3339 at the full hour; null: from the beginning on. */
export function sinceOf(choice: Since, now: Date): string | null {
  const days = Number(choice)
  if (Number.isNaN(days)) return null
  return new Date(Math.floor((now.getTime() - days * dayMs) / hourMs) * hourMs).toISOString()
}

/** The choice that an instant in the URL is nearest to, within the hour it is cut to; `other`: it is none of them. */
export function sinceValue(from: string | null, now: Date): Since {
  if (from === null) return "ever"
  const ago = now.getTime() - Date.parse(from)
  const match = sinceChoices.find(({ value }) => {
    const over = ago - Number(value) * dayMs
    return over >= 0 && over < 2 * hourMs
  })
  return match?.value ?? "other"
}
