import { Duration } from "@/components/ui/duration"
import { Cell, HeadCell, NoteRow, Row, Table } from "@/components/ui/table"
import type { PromotionTimeFigures } from "@/lib/ledger/insights/schema"
import { formatCount } from "@/lib/platform/format"

/** How long versions wait between stages, with skipped and out-of-order arrivals. */
export function PromotionTimes({ times }: { times: readonly PromotionTimeFigures[] }) {
  return (
    <Table label="Promotion time by step" className="min-w-xl" regionClassName="max-h-64">
      <thead>
        <tr>
          <HeadCell>Step</HeadCell>
          <HeadCell align="end" className="w-16">
            n
          </HeadCell>
          <HeadCell align="end" className="w-24">
            p50
          </HeadCell>
          <HeadCell align="end" className="w-24">
            p90
          </HeadCell>
          <HeadCell align="end" className="w-20">
            Skipped
          </HeadCell>
          <HeadCell align="end" className="w-28">
            Out of order
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {times.length === 0 && (
          <NoteRow columns={6}>
            <p className="p-6 text-center text-sm text-muted">
              No promotions between stages in this selection.
            </p>
          </NoteRow>
        )}
        {times.map((time) => {
          const step = `${time.from.join(" / ")} → ${time.to}`
          return (
            <Row key={`${time.kind} ${step}`}>
              <Cell name title={step}>
                {step}
                {time.kind === "whole" && <span className="text-muted"> (overall)</span>}
              </Cell>
              <Cell label="n" align="end">
                {formatCount(time.n)}
              </Cell>
              <Cell label="p50" align="end">
                <Duration seconds={time.p50} />
              </Cell>
              <Cell label="p90" align="end">
                <Duration seconds={time.p90} />
              </Cell>
              <Cell label="Skipped" align="end" className="text-muted">
                {formatCount(time.skipped)}
              </Cell>
              <Cell label="Out of order" align="end" className="text-muted">
                {formatCount(time.outOfOrder)}
              </Cell>
            </Row>
          )
        })}
      </tbody>
    </Table>
  )
}
