"use client"

import { useSuspenseQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { type ReactNode, useState } from "react"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { isChangeable, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FormSkeleton } from "@/components/ui/skeletons"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

const UpgradeForm = dynamic(() => import("@/components/fleet/releases/form/upgrade-form"), {
  ssr: false,
  loading: () => <FormSkeleton />,
})

/** `denied` replaces the form for users without write access. */
export function UpgradeView({ id, denied }: { id: string; denied: ReactNode }) {
  const read = releaseQuery(id)
  const { data: release } = useSuspenseQuery(read)
  useReadAfterChange("release", read.queryKey)
  // Once the user has started typing, a status change must not unmount the form; the API rejects the request if needed.
  const [wasOpened, setWasOpened] = useState(false)
  const open = isChangeable(release)
  if (open && !wasOpened) setWasOpened(true)
  return (
    <>
      <PageHeader
        title="Upgrade"
        isStatic
        crumbs={[
          { label: release.tenantName, href: pages.tenant(release.tenantId) },
          { label: release.releaseName, href: pages.release(release.id) },
        ]}
        pickers={<ClusterName name={release.cluster} />}
      />
      <PageBody>
        {denied ??
          (open || wasOpened ? <UpgradeForm release={release} /> : <UpgradeUnavailable release={release} />)}
      </PageBody>
    </>
  )
}

/** Another operation is running, or the release is uninstalled. */
function UpgradeUnavailable({ release }: { release: Release }) {
  return (
    <EmptyState
      title={`${releaseStatusStyles[release.status].word}: cannot be upgraded now`}
      actions={<ButtonLink href={pages.release(release.id)}>Watch the release</ButtonLink>}
    >
      {releaseStatusStyles[release.status].busy
        ? "Only one change can run at a time. Upgrade it after this one has finished."
        : "The release is not in the cluster. Install the chart again instead."}
    </EmptyState>
  )
}
