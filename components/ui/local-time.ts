/** The value of a datetime-local field: the viewer's local time, to the minute. */
export function localInput(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The instant of a datetime-local field; null: empty or incomplete. */
export function readLocal(text: string): Date | null {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date
}
