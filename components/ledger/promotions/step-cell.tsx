import clsx from "clsx"
import { MoveRight, SkipForward, TriangleAlert } from "lucide-react"
import { Duration } from "@/components/ui/duration"
import { PageLink } from "@/components/ui/page-link"
import { Time } from "@/components/ui/time"
import type { Promotion } from "@/lib/ledger/promotions/schema"
import { pages } from "@/lib/platform/paths"

type StepCellProps = { promotion: Promotion; environment: string }

/** When a tag arrived in an environment and how long it waited below; a strong border where it is running now. */
export function StepCell({ promotion, environment }: StepCellProps) {
  const step = promotion.steps.find((candidate) => candidate.environment === environment)
  if (step === undefined) {
    if (!promotion.skipped.includes(environment)) return <span className="text-ghost">–</span>
    return (
      <span className="inline-flex items-center gap-1 text-xs text-pending">
        <SkipForward size={12} aria-hidden="true" />
        skipped
      </span>
    )
  }
  const live = promotion.live.includes(environment)
  return (
    <PageLink
      href={pages.deployment(step.deploymentId)}
      className={clsx(
        "relative z-1 inline-flex h-7 max-w-full items-center gap-2 rounded-md border px-2 text-xs hover:border-accent",
        live ? "border-deployed bg-deployed/10 font-medium" : "border-line bg-raised",
      )}
    >
      <Time at={step.deployedAt} />
      {step.waitedSeconds !== null && (
        <span className="inline-flex items-center gap-1 text-muted">
          <MoveRight size={11} aria-hidden="true" />
          <span className="sr-only">after waiting</span>
          <Duration seconds={step.waitedSeconds} />
        </span>
      )}
      {live && <span className="text-2xs text-deployed">live</span>}
    </PageLink>
  )
}

/** Deviations from the promotion order, as text. */
export function PathNotes({ promotion }: { promotion: Promotion }) {
  if (!promotion.outOfOrder) return null
  return (
    <span className="inline-flex items-center gap-1 text-xs text-pending">
      <TriangleAlert size={12} aria-hidden="true" />
      out of order
    </span>
  )
}
