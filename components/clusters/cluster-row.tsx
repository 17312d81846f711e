import { Badge } from "@/components/ui/badge"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Cell, Row } from "@/components/ui/table"
import type { ClusterState } from "@/lib/cluster/schema"

const sources: Record<ClusterState["source"], string> = {
  configured: "SLIPWAY_CLUSTERS",
  kubeconfig: "KUBECONFIG",
  "in-cluster": "the pod's account",
  sandbox: "built in",
}

export function ClusterRow({ cluster }: { cluster: ClusterState }) {
  return (
    <Row>
      <Cell className="font-medium">
        <span className="inline-flex items-center gap-2">
          {cluster.name}
          {cluster.sandbox && <Badge tone="accent">Sandbox</Badge>}
        </span>
      </Cell>
      <Cell title={cluster.problem ?? undefined}>
        <span className="inline-flex items-center gap-1.5">
          <span className={cluster.reachable ? "text-deployed" : "text-failed"}>
            <StatusGlyph shape={cluster.reachable ? "check-disc" : "cross"} />
          </span>
          {cluster.reachable ? "Reachable" : "Not reachable"}
        </span>
        {cluster.problem !== null && <span className="sr-only">: {cluster.problem}</span>}
      </Cell>
      <Cell className="font-mono text-xs">{cluster.version ?? "–"}</Cell>
      <Cell className="font-mono text-xs text-muted" title={cluster.server}>
        {cluster.server}
      </Cell>
      <Cell className="text-muted">{sources[cluster.source]}</Cell>
    </Row>
  )
}
