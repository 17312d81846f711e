"use client"

import { useQuery } from "@tanstack/react-query"
import { clustersQuery, pollMs, workersQuery } from "@/components/fleet/clusters/clusters-query"
import { UnmanagedList } from "@/components/fleet/clusters/unmanaged-list"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Badge } from "@/components/ui/badge"
import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/copy"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { StatusLabel } from "@/components/ui/status"
import { NoteRow } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { WorkerState } from "@/lib/fleet/worker-registry/schema"
import type { ClusterState } from "@/lib/kube/cluster/schema"
import { formatCount } from "@/lib/platform/format"

const clusterColumns: readonly ListColumn<ClusterState>[] = [
  {
    id: "name",
    label: "Name",
    width: 160,
    name: true,
    cell: ({ name, sandbox }) => (
      <span className="inline-flex items-center gap-2">
        {name}
        {sandbox && <Badge tone="accent">Sandbox</Badge>}
      </span>
    ),
  },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 128,
    cell: ({ reachable }) => <State isGood={reachable} word={reachable ? "Reachable" : "Not reachable"} />,
  },
  { id: "version", label: "Kubernetes", width: 192, mono: true, value: ({ version }) => version ?? "–" },
  { id: "watch", label: "Watch", width: 288, cell: ({ watch }) => <WatchState watch={watch} /> },
  {
    id: "releases",
    label: "Releases",
    width: 144,
    cell: ({ managed, unmanaged }) => (
      <>
        {formatCount(managed)} managed
        {unmanaged > 0 && <span className="text-out-of-band">, {formatCount(unmanaged)} unmanaged</span>}
      </>
    ),
  },
  {
    id: "server",
    label: "API",
    plain: true,
    cell: ({ server, source }) => (
      <span className="text-muted" title={server ?? undefined}>
        <span className="font-mono text-xs">{server}</span> · {sources[source]}
      </span>
    ),
  },
]

export function ClustersView({ canChange }: { canChange: boolean }) {
  const query = useQuery({ ...clustersQuery, refetchInterval: usePolling(pollMs) })
  return (
    <>
      <PageHeader title="Clusters" />
      <PageBody>
        <ListTable
          label="Clusters"
          className="min-w-6xl"
          columns={clusterColumns}
          rowKey={({ name }) => name}
          below={(cluster) => <Problems cluster={cluster} />}
          read={query}
          expected={1}
          empty={
            <p className="px-3 py-6 text-sm text-muted">
              No cluster is configured and the sandbox is not running.
            </p>
          }
        />
        <UnmanagedList canChange={canChange} />
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

function Problems({ cluster: { name, problem, watch } }: { cluster: ClusterState }) {
  const problems = [...new Set([problem, watch.problem])].filter((one) => one !== null)
  return (
    problems.length > 0 && (
      <NoteRow columns={clusterColumns.length}>
        <p className="border-b border-line px-3 py-2 text-xs text-failed">
          <span className="sr-only">{name}: </span>
          {problems.join(" ")}
        </p>
      </NoteRow>
    )
  )
}

function State({ isGood, word }: { isGood: boolean; word: string }) {
  return (
    <StatusLabel
      style={{ word, shape: isGood ? "check-disc" : "cross", tone: isGood ? "deployed" : "failed" }}
    />
  )
}

function WatchState({ watch: { following, since, lastSeenAt } }: { watch: ClusterState["watch"] }) {
  return (
    <>
      {!following && <State isGood={false} word="Not watched" />}
      {following && since === null && "Reconnecting"}
      {following && since !== null && (
        <>
          Watched since <Time at={since} />
        </>
      )}
      {lastSeenAt && (
        <span className="text-muted">
          {" "}
          · last seen <Time at={lastSeenAt} />
        </span>
      )}
    </>
  )
}

const namedClustersCommand = `SLIPWAY_CLUSTERS="production=~/.kube/config#prod-admin,staging=/etc/slipway/staging.yaml" npm start`
const contextsCommand = "KUBECONFIG=~/.kube/config npm start"

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
        <CodeBlock code={namedClustersCommand} label="command with names" />
        <p>Or use every context of a kubeconfig under its own name:</p>
        <CodeBlock code={contextsCommand} label="command with contexts" />
        <p className="text-muted">
          In a pod without either variable, the pod’s service account is used. The sandbox is available only
          without a cluster: it simulates one in memory and is meant for evaluation.
        </p>
      </div>
    </Card>
  )
}

const workerColumns: readonly ListColumn<WorkerState>[] = [
  { id: "id", label: "Worker", name: true, mono: true, value: ({ id }) => id },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 160,
    cell: ({ alive, lastSeenAt }) => (
      <>
        <State isGood={alive} word={alive ? "Seen" : "Last seen"} /> <Time at={lastSeenAt} />
      </>
    ),
  },
  {
    id: "versions",
    label: "Versions",
    plain: true,
    width: 176,
    mono: true,
    value: ({ version, helmVersion }) => `${version} · helm ${helmVersion}`,
  },
  {
    id: "operations",
    label: "Operations",
    width: 128,
    value: ({ running }) => (running === 0 ? "–" : `${running} running`),
  },
  {
    id: "watches",
    label: "Watches",
    width: 224,
    muted: true,
    value: ({ clusters }) => clusters.join(", ") || "–",
  },
]

function WorkerList() {
  const query = useQuery({ ...workersQuery, refetchInterval: usePolling(pollMs) })
  return (
    <Card
      title="Workers"
      description="Workers run Helm and share the watching of clusters. Any number can run; npm run worker starts another one."
      flush
    >
      <ListTable
        label="Workers"
        className="min-w-4xl"
        regionClassName=""
        columns={workerColumns}
        rowKey={({ id }) => id}
        read={query}
        expected={1}
        empty={
          <p className="py-6 text-sm text-muted">
            No worker was active within the last hour. Nothing is installed, upgraded or watched until one is
            started with <code className="font-mono">npm run worker</code>.
          </p>
        }
      />
    </Card>
  )
}
