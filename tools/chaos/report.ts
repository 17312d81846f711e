import type { Checked } from "./check-ledger"

export type Report = {
  seed: number
  checked: Checked
  faults: ReadonlyMap<string, number>
  traffic: readonly ReadonlyMap<string, number>[]
  responses: ReadonlyMap<string, number>
  longestGapMs: number
  /** The folder with the logs of every process, if an invariant does not hold. */
  folder: string | null
}

const maxShown = 5

export const isAsPromised = ({ checked }: Report): boolean =>
  Object.values(checked).every((wrong) => wrong.length === 0)

export function formatReport(report: Report, repeat: string): string {
  const { checked, faults, traffic, responses, longestGapMs, folder } = report
  const total = new Map<string, number>()
  for (const [name, count] of traffic.flatMap((one) => [...one]))
    total.set(name, (total.get(name) ?? 0) + count)
  return [
    `\nSeed ${report.seed}: ${sum(faults)} faults, ${sum(responses)} requests.`,
    ...section("Faults", faults),
    ...section("Traffic", total),
    ...section("Responses by status", responses),
    `\nLongest time without an acknowledged write: ${(longestGapMs / 1_000).toFixed(1)} s`,
    "\nInvariants",
    ...Object.entries(checked).flatMap(([name, wrong]) => [
      `  ${wrong.length === 0 ? "holds " : "BROKEN"}  ${name}`,
      ...wrong.slice(0, maxShown).map((one) => `            ${one}`),
      ...(wrong.length > maxShown ? [`            … and ${wrong.length - maxShown} more`] : []),
    ]),
    ...(folder === null ? [] : [`\nThe logs of every process are in ${folder}.`]),
    `\nRepeat with: ${repeat}`,
  ].join("\n")
}

function section(title: string, counts: ReadonlyMap<string, number>): string[] {
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b))
  return [`\n${title}`, ...sorted.map(([name, count]) => `${String(count).padStart(8)}  ${name}`)]
}

const sum = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((total, one) => total + one, 0)
