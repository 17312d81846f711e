import { useQuery } from "@tanstack/react-query"
import { clustersQuery } from "@/components/fleet/clusters/clusters-query"
import { Badge } from "@/components/ui/badge"
import { Tooltip } from "@/components/ui/tooltip"

export function ClusterName({ name }: { name: string }) {
  const clusters = useQuery(clustersQuery)
  const cluster = clusters.data?.find((one) => one.name === name)
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-1.5">
      <span className="truncate">{name}</span>
      {cluster?.sandbox && (
        <Tooltip content="A simulated cluster for evaluation: no workloads run.">
          <span className="inline-flex">
            <Badge>Sandbox</Badge>
          </span>
        </Tooltip>
      )}
      {cluster?.reachable === false && <Badge tone="failed">Not reachable</Badge>}
    </span>
  )
}
