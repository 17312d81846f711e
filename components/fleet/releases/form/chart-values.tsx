import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { chartContentsQuery, readChartReference } from "@/components/fleet/charts/chart-queries"
import type { ValuesEditorProps } from "@/components/fleet/releases/values/values-editor"
import { Loaded } from "@/components/ui/loaded"
import { Skeleton } from "@/components/ui/skeleton"

/** Most charts have more values than a screen: what follows then stays below it. */
const waiting = "h-screen rounded-md"

const ValuesEditor = dynamic(
  () => import("@/components/fleet/releases/values/values-editor").then((file) => file.ValuesEditor),
  { ssr: false, loading: () => <Skeleton className={`w-full ${waiting}`} /> },
)

interface ChartValuesProps extends Omit<ValuesEditorProps, "chart"> {
  /** `repository/name`. */
  chart: string
  /** Null while it is unknown. */
  version: string | null
}

/** Edits values for a version of a chart, once its defaults and schema are loaded. */
export function ChartValues({ chart, version, ...editor }: ChartValuesProps) {
  const contents = useQuery(chartContentsQuery(readChartReference(chart), version))
  return (
    <Loaded read={contents} failure="Could not load the chart" hint="Your input is kept." waiting={waiting}>
      {(loaded) => <ValuesEditor chart={loaded} {...editor} />}
    </Loaded>
  )
}
