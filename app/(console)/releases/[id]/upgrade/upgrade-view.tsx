"use client"

import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { type ReactNode, useState } from "react"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { isChangeable, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Loaded } from "@/components/ui/loaded"
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
  const query = useQuery(read)
  useReadAfterChange("release", read.queryKey)
  const release = query.data
  // Once the user has started typing, a status change must not unmount the form; the API rejects the request if needed.
  const [wasOpened, setWasOpened] = useState(false)
  const open = release !== undefined && isChangeable(release)
  if (open && !wasOpened) setWasOpened(true)
  return (
    <>
      <PageHeader
        title="Upgrade"
        isStatic
        crumbs={[
          release
            ? { label: release.tenantName, href: pages.tenant(release.tenantId) }
            : { label: "Releases", href: pages.releases() },
          { label: release?.releaseName ?? "Release", href: pages.release(id) },
        ]}
        pickers={release && <ClusterName name={release.cluster} />}
      />
      <PageBody>
        {denied ?? (
          <Loaded read={query} failure="Could not load the release" waiting={<FormSkeleton />}>
            {(loaded) =>
              open || wasOpened ? <UpgradeForm release={loaded} /> : <UpgradeUnavailable release={loaded} />
            }
          </Loaded>
        )}
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
