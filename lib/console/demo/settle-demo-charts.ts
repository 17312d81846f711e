import { isSandboxWanted } from "@/lib/kube/cluster/sandbox-wanted"
import { layDemoCharts, takeDemoChartsAway } from "./lay-demo-charts"

/** The charts belong to the sandbox, whether demo data are wanted or not: without any there is nothing to install. */
export function settleDemoCharts(): Promise<void> {
  return isSandboxWanted() ? layDemoCharts() : takeDemoChartsAway()
}
