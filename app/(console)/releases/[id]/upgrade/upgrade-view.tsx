"use client"

import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { type ReactNode, useState } from "react"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { FormSkeleton } from "@/components/fleet/releases/form/form-skeleton"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { isChangeable, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { buttonClass } from "@/components/ui/button-class"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

const UpgradeForm = dynamic(() => import("@/components/fleet/releases/form/upgrade-form"), {
  ssr: false,
  loading: () => <FormSkeleton />,
})

/** `denied` stands in place of the form, for whoever may only look. */
export function UpgradeView({ id, denied }: { id: string; denied: ReactNode }) {
  const query = useQuery(releaseQuery(id))
  const release = query.data
  // Once somebody types, what happens elsewhere must not take the form away: the API refuses in words, if it must.
  const [begun, setBegun] = useState(false)
  const open = release !== undefined && isChangeable(release)
  if (open && !begun) setBegun(true)
  return (
    <>
      <PageHeader
        title="Upgrade"
        still
        crumbs={
          release && [
            { label: release.tenantName, href: pages.tenant(release.tenantId) },
            { label: release.releaseName, href: pages.release(id) },
          ]
        }
        pickers={release && <ClusterName name={release.cluster} />}
      />
      <PageBody>
        {denied ? (
          denied
        ) : !release && query.isError ? (
          <ErrorState
            title="The release could not be read"
            error={query.error}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : !release ? (
          <FormSkeleton />
        ) : open || begun ? (
          <UpgradeForm release={release} />
        ) : (
          <NotNow release={release} />
        )}
      </PageBody>
    </>
  )
}

/** Something else is being done to it, or it is gone. */
function NotNow({ release }: { release: Release }) {
  return (
    <EmptyState
      title={`${releaseStatusStyles[release.status].word}: it cannot be upgraded now`}
      actions={
        <Link href={pages.release(release.id)} className={buttonClass()}>
          Watch the release
        </Link>
      }
    >
      {releaseStatusStyles[release.status].busy
        ? "One change runs at a time. It can be upgraded when this one is over."
        : "Nothing of it is in the cluster. Install the chart again instead."}
    </EmptyState>
  )
}
