import type { MappedEvent } from "@/components/console/pipelines/pipeline-systems"
import { StatusLabel } from "@/components/ledger/deployments/status-badge"

export function RunMapping({ rows }: { rows: readonly MappedEvent[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {rows.map(({ event, status, record }) => (
        <div key={event} className="grid gap-x-4 px-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="font-medium">{event}</dt>
          <dd className="flex flex-col text-muted">
            {status && (
              <span className="text-text">
                <StatusLabel status={status} />
              </span>
            )}
            {record}
          </dd>
        </div>
      ))}
    </dl>
  )
}
