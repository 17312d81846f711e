import { isSandboxWanted } from "@/lib/kube/cluster/sandbox-wanted"
import { packDemoCharts, removeDemoCharts } from "./pack-demo-charts"

/** The charts belong to the sandbox, with or without demo data: without them there is nothing to install. */
export function ensureDemoCharts(): Promise<void> {
  return isSandboxWanted() ? packDemoCharts() : removeDemoCharts()
}
