"use client"

import { useQuery } from "@tanstack/react-query"
import { lookMs, workersQuery } from "@/components/fleet/clusters/clusters-query"
import { usePolling } from "@/components/layout/live"
import { Card } from "@/components/ui/card"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Cell, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { WorkerState } from "@/lib/fleet/worker-registry/schema"

const heads: readonly ListHead[] = [
  { label: "Worker" },
  { label: "State", width: "w-40" },
  { label: "Versions", width: "w-44" },
  { label: "Operations", width: "w-32" },
  { label: "Watches", width: "w-56" },
]

/** The processes that run Helm and watch the clusters. */
export function WorkerList() {
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
        heads={heads}
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
