import { Badge } from "@/components/ui/badge"
import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/copy"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Cell, NoteRow, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { ClusterState } from "@/lib/kube/cluster/schema"
import { formatCount } from "@/lib/platform/format"

const sources: Record<ClusterState["source"], string> = {
  configured: "SLIPWAY_CLUSTERS",
  kubeconfig: "KUBECONFIG",
  "in-cluster": "pod service account",
  sandbox: "built in",
}

const clusterColumns = 6

export function ClusterRow({ cluster }: { cluster: ClusterState }) {
  const { watch } = cluster
  const problems = [...new Set([cluster.problem, watch.problem])].filter((one) => one !== null)
  return (
    <>
      <Row>
        <Cell name className="font-medium">
          <span className="inline-flex items-center gap-2">
            {cluster.name}
            {cluster.sandbox && <Badge tone="accent">Sandbox</Badge>}
          </span>
        </Cell>
        <Cell>
          <State good={cluster.reachable} words={cluster.reachable ? "Reachable" : "Not reachable"} />
        </Cell>
        <Cell label="Version" className="font-mono text-xs">
          {cluster.version ?? "–"}
        </Cell>
        <Cell label="Watch">
          <WatchState watch={watch} />
        </Cell>
        <Cell label="Releases" className="tabular-nums">
          {formatCount(cluster.managed)} managed
          {cluster.unmanaged > 0 && (
            <span className="text-out-of-band">, {formatCount(cluster.unmanaged)} unmanaged</span>
          )}
        </Cell>
        <Cell className="text-muted" title={cluster.server ?? undefined}>
          <span className="font-mono text-xs">{cluster.server}</span> · {sources[cluster.source]}
        </Cell>
      </Row>
      {problems.length > 0 && (
        <NoteRow columns={clusterColumns}>
          <p className="border-b border-line px-3 py-2 text-xs text-failed">
            <span className="sr-only">{cluster.name}: </span>
            {problems.join(" ")}
          </p>
        </NoteRow>
      )}
    </>
  )
}

function State({ good, words }: { good: boolean; words: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <span className={good ? "text-deployed" : "text-failed"}>
        <StatusGlyph shape={good ? "check-disc" : "cross"} />
      </span>
      {words}
    </span>
  )
}

function WatchState({ watch }: { watch: ClusterState["watch"] }) {
  const last = watch.lastSeenAt && (
    <span className="text-muted">
      {" "}
      · last seen <Time at={watch.lastSeenAt} />
    </span>
  )
  if (!watch.following) {
    return (
      <>
        <State good={false} words="Not watched" />
        {last}
      </>
    )
  }
  return (
    <>
      {watch.since === null ? (
        "Reconnecting"
      ) : (
        <>
          Watched since <Time at={watch.since} />
        </>
      )}
      {last}
    </>
  )
}

const named = `SLIPWAY_CLUSTERS="production=~/.kube/config#prod-admin,staging=/etc/slipway/staging.yaml" npm start`
const contexts = "KUBECONFIG=~/.kube/config npm start"

/** How to connect Slipway to a cluster of your own. */
export function ConnectCluster() {
  return (
    <Card
      title="Connect a cluster"
      description="Clusters are configured when Slipway is started; their credentials are not stored in the database."
    >
      <div className="flex max-w-3xl flex-col gap-4 text-sm">
        <p>
          Name each cluster with its kubeconfig, and a context if it is not the current one. The first is the
          default cluster of new tenants.
        </p>
        <CodeBlock code={named} what="command with names" />
        <p>Or use every context of a kubeconfig under its own name:</p>
        <CodeBlock code={contexts} what="command with contexts" />
        <p className="text-muted">
          In a pod without either variable, the pod’s service account is used. The sandbox is available only
          without a cluster: it simulates one in memory and is meant for evaluation.
        </p>
      </div>
    </Card>
  )
}
