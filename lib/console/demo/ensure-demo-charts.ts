import { isSandboxWanted } from "@/lib/kube/cluster/sandbox-wanted"
import { packDemoCharts, removeDemoCharts } from "./pack-demo-charts"

/** The charts belong to the sandbox, whether demo data are wanted or not: without any there is nothing to install. */
export function ensureDemoCharts(): Promise<void> {
  return isSandboxWanted() ? packDemoCharts() : removeDemoCharts()
}
