"use client"

import { useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { pathQuery } from "@/components/ledger/deployments/deployment-queries"
import { Duration } from "@/components/ui/duration"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

/** The promotion path of this deployment's version. */
export function TagPath({ deployment }: { deployment: Deployment }) {
  const query = useQuery(pathQuery(deployment))
  if (query.isPending) return <Skeleton className="h-16 w-full" />
  if (query.data === undefined) return <ErrorLine title="Could not load the promotion path" read={query} />
  if (query.data === null) {
    return <p className="text-sm text-muted">This version has not reached any environment yet.</p>
  }
  const { steps, skipped, outOfOrder, live } = query.data
  return (
    <>
      <ol className="flex flex-col">
        {steps.map((step) => {
          const here = step.environment === deployment.environment
          return (
            <li key={step.environment} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
              <span
                aria-hidden="true"
                className={clsx(
                  "size-2 shrink-0 rounded-full border",
                  here ? "border-accent bg-accent" : "border-line-strong",
                )}
              />
              <PageLink
                href={pages.deployment(step.deploymentId)}
                aria-current={here ? "step" : undefined}
                className={clsx("rounded-sm hover:text-accent", here && "font-medium")}
              >
                {step.environment}
              </PageLink>
              <Time at={step.deployedAt} focusable className="text-muted" />
              {step.waitedSeconds !== null && (
                <span className="text-xs text-muted">
                  after <Duration seconds={step.waitedSeconds} />
                </span>
              )}
              {live.includes(step.environment) && (
                <span className="inline-flex items-center gap-1 text-xs text-deployed">
                  <StatusGlyph shape="check-disc" size={10} /> running here
                </span>
              )}
            </li>
          )
        })}
      </ol>
      <p className="mt-1 text-xs text-muted">
        {skipped.length > 0 && <>Skipped {skipped.join(", ")}. </>}
        {outOfOrder && <>Reached a higher stage before a lower one. </>}
        <Link href={pages.history({ application: deployment.application, imageTag: deployment.imageTag })}>
          View all deployments of this version
        </Link>
      </p>
    </>
  )
}
