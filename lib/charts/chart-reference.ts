export type ChartReference = { repository: string | null; name: string }

/** `name` or `repository/name`; null: whichever repository has it. */
export function splitChartReference(reference: string): ChartReference {
  const at = reference.indexOf("/")
  return at < 0
    ? { repository: null, name: reference }
    : { repository: reference.slice(0, at), name: reference.slice(at + 1) }
}
