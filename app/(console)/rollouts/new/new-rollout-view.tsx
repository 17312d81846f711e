"use client"

import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { FormSkeleton } from "@/components/ui/skeletons"
import { pages } from "@/lib/platform/paths"

const RolloutForm = dynamic(() => import("@/components/fleet/rollouts/wizard/rollout-form"), {
  ssr: false,
  loading: () => (
    <PageBody>
      <FormSkeleton sections={[2, 2]} />
    </PageBody>
  ),
})

/** `denied` replaces the form for users without write access. */
export function NewRolloutView({ denied }: { denied: ReactNode }) {
  return (
    <>
      <PageHeader title="New rollout" isStatic crumbs={[{ label: "Rollouts", href: pages.rollouts() }]} />
      {denied ? <PageBody>{denied}</PageBody> : <RolloutForm />}
    </>
  )
}
