"use client"

import { useQuery } from "@tanstack/react-query"
import { lookMs, workersQuery } from "@/components/fleet/clusters/clusters-query"
import { useLive } from "@/components/layout/live"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Cell, HeadCell, NoteRow, Row, SkeletonRows, Table } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { WorkerState } from "@/lib/fleet/worker-registry/schema"

const columns = 5

/** The processes that run Helm and watch the clusters. */
export function WorkerList() {
  const { paused } = useLive()
  const query = useQuery({ ...workersQuery, refetchInterval: paused ? false : lookMs })
  return (
    <Card
      title="Workers"
      description="Workers run Helm and share the watching of clusters. Any number can run; npm run worker starts another one."
      flush
    >
      <Table label="Workers" className="min-w-4xl">
        <thead>
          <tr>
            <HeadCell>Worker</HeadCell>
            <HeadCell className="w-40">State</HeadCell>
            <HeadCell className="w-44">Versions</HeadCell>
            <HeadCell className="w-32">Operations</HeadCell>
            <HeadCell className="w-56">Watches</HeadCell>
          </tr>
        </thead>
        <tbody>
          {query.isPending && <SkeletonRows columns={columns} rows={1} />}
          {query.isError && (
            <NoteRow columns={columns}>
              <ErrorState title="Could not load workers" read={query} />
            </NoteRow>
          )}
          {query.data?.length === 0 && (
            <NoteRow columns={columns}>
              <p className="px-4 py-6 text-sm text-muted">
                No worker was active within the last hour. Nothing is installed, upgraded or watched until one
                is started with <code className="font-mono">npm run worker</code>.
              </p>
            </NoteRow>
          )}
          {query.data?.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </tbody>
      </Table>
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
