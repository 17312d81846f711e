"use client"

import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Skeleton } from "@/components/ui/skeleton"
import { pages } from "@/lib/platform/paths"

const RolloutForm = dynamic(() => import("@/components/fleet/rollouts/wizard/rollout-form"), {
  ssr: false,
  loading: () => <WizardSkeleton />,
})

/** `denied` replaces the form for users without write access. */
export function NewRolloutView({ denied }: { denied: ReactNode }) {
  return (
    <>
      <PageHeader title="New rollout" still crumbs={[{ label: "Rollouts", href: pages.rollouts() }]} />
      {denied ? <PageBody>{denied}</PageBody> : <RolloutForm />}
    </>
  )
}

/** Has the size of the wizard to avoid a layout shift. */
function WizardSkeleton() {
  return (
    <PageBody>
      <div className="grid max-w-6xl gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex flex-col gap-6">
          <Skeleton className="h-6 w-48" />
          <Skeleton className="h-32 w-full rounded-md" />
          <Skeleton className="h-6 w-32" />
          <Skeleton className="h-40 w-full rounded-md" />
        </div>
        <Skeleton className="h-64 w-full rounded-md max-lg:hidden" />
      </div>
    </PageBody>
  )
}
