import { dayMs, hourMs } from "@/lib/platform/instant"
export const sinceChoices = [
  { value: "ever", label: "the beginning" },
  { value: "1", label: "a day ago" },
  { value: "7", label: "7 days ago" },
  { value: "30", label: "30 days ago" },
  { value: "90", label: "90 days ago" },
] as const

export type Since = (typeof sinceChoices)[number]["value"] | "other"

/** The start of a choice, as RFC 3339 rounded to the full hour; null: no limit. */
export function sinceOf(choice: Since, now: Date): string | null {
  const days = Number(choice)
  if (Number.isNaN(days)) return null
  return new Date(Math.floor((now.getTime() - days * dayMs) / hourMs) * hourMs).toISOString()
}

/** The choice that matches an instant in the URL, within the hour it is rounded to; `other` if there is none. */
export function sinceValue(from: string | null, now: Date): Since {
  if (from === null) return "ever"
  const ago = now.getTime() - Date.parse(from)
  const match = sinceChoices.find(({ value }) => {
    const over = ago - Number(value) * dayMs
    return over >= 0 && over < 2 * hourMs
  })
  return match?.value ?? "other"
}
