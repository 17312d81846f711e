"use client"

import { useQuery } from "@tanstack/react-query"
import { clustersQuery, lookMs, workersQuery } from "@/components/fleet/clusters/clusters-query"
import { UnmanagedList } from "@/components/fleet/clusters/unmanaged-list"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Badge } from "@/components/ui/badge"
import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/copy"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Cell, NoteRow, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { WorkerState } from "@/lib/fleet/worker-registry/schema"
import type { ClusterState } from "@/lib/kube/cluster/schema"
import { formatCount } from "@/lib/platform/format"

const heads: readonly ListHead[] = [
  { label: "Name", width: "w-44" },
  { label: "State", width: "w-36" },
  { label: "Kubernetes", width: "w-48" },
  { label: "Watch", width: "w-72" },
  { label: "Releases", width: "w-44" },
  { label: "API" },
]

/** The configured clusters, their connection state, and the releases in them that Slipway does not manage. */
export function ClustersView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery({ ...clustersQuery, refetchInterval: usePolling(lookMs) })
  return (
    <>
      <PageHeader title="Clusters" />
      <PageBody>
        <ListTable
          label="Clusters"
          className="min-w-4xl"
          heads={heads}
          rows={query.data}
          read={query}
          failure="Could not load clusters"
          expected={1}
          empty={
            <p className="px-3 py-6 text-sm text-muted">
              No cluster is configured and the sandbox is not running.
            </p>
          }
        >
          {(cluster) => <ClusterRow key={cluster.name} cluster={cluster} />}
        </ListTable>
        <UnmanagedList mayChange={mayChange} />
        <WorkerList />
        <ConnectCluster />
      </PageBody>
    </>
  )
}

const sources: Record<ClusterState["source"], string> = {
  configured: "SLIPWAY_CLUSTERS",
  kubeconfig: "KUBECONFIG",
  "in-cluster": "pod service account",
  sandbox: "built in",
}

const clusterColumns = 6

function ClusterRow({ cluster }: { cluster: ClusterState }) {
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
function ConnectCluster() {
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

const workerHeads: readonly ListHead[] = [
  { label: "Worker" },
  { label: "State", width: "w-40" },
  { label: "Versions", width: "w-44" },
  { label: "Operations", width: "w-32" },
  { label: "Watches", width: "w-56" },
]

/** The processes that run Helm and watch the clusters. */
function WorkerList() {
  const query = useQuery({ ...workersQuery, refetchInterval: usePolling(lookMs) })
  return (
    <Card
      title="Workers"
      description="Workers run Helm and share the watching of clusters. Any number can run; npm run worker starts another one."
      flush
    >
      <ListTable
        label="Workers"
        className="min-w-4xl"
        flush
        heads={workerHeads}
        rows={query.data}
        read={query}
        failure="Could not load workers"
        expected={1}
        empty={
          <p className="px-4 py-6 text-sm text-muted">
            No worker was active within the last hour. Nothing is installed, upgraded or watched until one is
            started with <code className="font-mono">npm run worker</code>.
          </p>
        }
      >
        {(worker) => <WorkerRow key={worker.id} worker={worker} />}
      </ListTable>
    </Card>
  )
}

function WorkerRow({ worker }: { worker: WorkerState }) {
  return (
    <Row>
      <Cell name className="font-mono text-xs" title={worker.id}>
        {worker.id}
      </Cell>
      <Cell>
        <span className="inline-flex items-center gap-1.5 align-middle">
          <span className={worker.alive ? "text-deployed" : "text-failed"}>
            <StatusGlyph shape={worker.alive ? "check-disc" : "cross"} />
          </span>
          {worker.alive ? "Seen" : "Last seen"} <Time at={worker.lastSeenAt} />
        </span>
      </Cell>
      <Cell className="font-mono text-xs">
        {worker.version} · helm {worker.helmVersion}
      </Cell>
      <Cell className="tabular-nums">{worker.running === 0 ? "–" : `${worker.running} running`}</Cell>
      <Cell label="Watches" className="text-muted" title={worker.clusters.join(", ")}>
        {worker.clusters.join(", ") || "–"}
      </Cell>
    </Row>
  )
}
