import { dayMs } from "@/lib/platform/instant"

/** The ISO week of a calendar day: `2026-11-18` → `2026-W47`. */
export function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  // A week belongs to the year of its Thursday.
  const thursday = new Date(date.getTime() + (3 - weekdayOf(date)) * dayMs)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / dayMs / 7) + 1
  return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`
}

/** The day an ISO week starts: `2026-W47` → `2026-11-16`; null if there is no such week. */
export function mondayOf(week: string): string | null {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? []
  if (year === undefined) return null
  const fourth = new Date(Date.UTC(Number(year), 0, 4))
  const monday = new Date(fourth.getTime() + ((Number(number) - 1) * 7 - weekdayOf(fourth)) * dayMs)
  const day = monday.toISOString().slice(0, 10)
  return weekOf(day) === week ? day : null
}

/** The week some weeks later, or earlier if negative. Throws if there is no such week. */
export function weekAfter(week: string, weeks: number): string {
  const monday = mondayOf(week)
  if (monday === null) throw new Error(`There is no week ${week}.`)
  return weekOf(new Date(Date.parse(monday) + weeks * 7 * dayMs).toISOString().slice(0, 10))
}

/** Starting at 0 for Monday. */
function weekdayOf(date: Date): number {
  return (date.getUTCDay() + 6) % 7
}
