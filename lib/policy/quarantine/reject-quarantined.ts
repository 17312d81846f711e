import { conflict } from "@/lib/platform/errors"
import { type ChartVersion, quarantineOfChart } from "./find-quarantined"

/** Throws a 409 for a chart version that must not be deployed. */
export async function rejectQuarantined(chart: ChartVersion): Promise<void> {
  const reason = await quarantineOfChart(chart)
  if (reason === null) return
  throw conflict(`${reason} Choose another version, or lift the quarantine.`, "version_quarantined")
}
