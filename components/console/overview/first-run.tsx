import { useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { KeyRound } from "lucide-react"
import type { ReactNode } from "react"
import { RecordCommand } from "@/components/admin/tokens/token-shown"
import { clustersQuery } from "@/components/fleet/clusters/clusters-query"
import { usePolling } from "@/components/layout/live"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { Button, ButtonLink } from "@/components/ui/button"
import { ErrorLine, type Read } from "@/components/ui/error-state"
import { FormError } from "@/components/ui/form-error"
import { Spinner } from "@/components/ui/spinner"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { api, pages } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

/** Clusters publish no live event, so they are polled. */
const pollMs = 5_000
const anyTenantQuery = apiQuery(["tenants", "any"], api("/tenants", { limit: 1 }))

interface FirstRunProps {
  rights: ViewerRights
  /** Null if releases are hidden. */
  summary: Read<ReleaseSummary> | null
}

/** Shown while there are no deployments: an introduction and setup steps that are checked off automatically. */
export default function FirstRun({ rights, summary }: FirstRunProps) {
  useReadAfterChange("tenant", ["tenants"])
  const clusters = useQuery({
    ...clustersQuery,
    enabled: rights.readReleases,
    refetchInterval: usePolling(pollMs),
  })
  const tenants = useQuery({ ...anyTenantQuery, enabled: rights.readReleases })
  const unread = [clusters, tenants, summary].find((read) => read?.error && read.data === undefined)
  const tenant = tenants.data?.[0]
  const reachable = (clusters.data ?? []).filter((cluster) => cluster.reachable)
  const hasSandbox = reachable.some(({ sandbox }) => sandbox)
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 py-6">
      <div>
        <h2 className="text-lg font-medium">Welcome to Slipway</h2>
        <p className="mt-1 text-sm text-muted">
          Record, view and change what runs where. Your pipelines report each deployment, and Slipway
          installs, upgrades and rolls back the Helm charts of your tenants. Nothing is recorded yet. Start
          with deployments or with releases.
        </p>
      </div>
      <ol className="flex flex-col gap-3">
        <Step number={1} title="Record your first deployment" done={false}>
          <FirstRecord canCreateTokens={rights.admin} />
        </Step>
        {rights.readReleases && (
          <>
            <Step
              number={2}
              title="Connect a cluster"
              // The sandbox does not count as a connected cluster.
              done={reachable.some(({ sandbox }) => !sandbox)}
              link={{ href: pages.clusters(), label: "Clusters" }}
            >
              {hasSandbox
                ? "The sandbox, an in-memory cluster, is available for testing. To connect your own cluster, start Slipway with KUBECONFIG or inside the cluster."
                : "Start Slipway with KUBECONFIG or inside the cluster. Slipway then watches the cluster, and you can adopt existing releases."}
            </Step>
            <Step
              number={3}
              title="Add a tenant"
              done={tenant !== undefined}
              link={{ href: pages.tenants(), label: "Tenants" }}
            >
              A tenant is a customer with its own namespace. Tags such as tier or region select the tenants of
              a rollout wave.
            </Step>
            <Step
              number={4}
              title="Install a chart"
              done={(summary?.data?.total ?? 0) > 0}
              link={
                tenant
                  ? { href: pages.install(tenant.id), label: `Install for ${tenant.name}` }
                  : { href: pages.charts(), label: "Charts" }
              }
            >
              Choose a chart and version, enter the values, preview the changes, and install. You can roll
              back or uninstall later.
            </Step>
          </>
        )}
      </ol>
      {unread && <ErrorLine title="Could not load setup progress" read={unread} />}
      <p role="status" className="flex items-center gap-2 text-sm text-muted">
        <Spinner size={13} />
        Waiting for the first deployment. This page updates automatically.
      </p>
    </div>
  )
}

interface StepProps {
  number: number
  title: string
  done: boolean
  link?: { href: string; label: string }
  children: ReactNode
}

function Step({ number, title, done, link, children }: StepProps) {
  return (
    <li className="flex gap-3 rounded-md border border-line bg-surface p-4">
      <span
        className={clsx(
          "flex size-6 shrink-0 items-center justify-center rounded-full text-xs tabular-nums",
          done ? "text-deployed" : "border border-line-strong text-muted",
        )}
      >
        {done ? <StatusGlyph shape="check-disc" size={18} label="Done" /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <h3 className={clsx("text-base font-medium", done && "text-muted")}>{title}</h3>
        {!done && !link && children}
        {!done && link && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted">
            {children}
            <ButtonLink href={link.href} size="sm">
              {link.label}
            </ButtonLink>
          </div>
        )}
      </div>
    </li>
  )
}

function FirstRecord({ canCreateTokens }: { canCreateTokens: boolean }) {
  const create = useApiMutation("POST", api("/tokens"), {
    body: { name: "first pipeline", scopes: ["deployments:write"] },
  })
  const token = create.data?.token
  return (
    <>
      <p className="text-sm text-muted">
        A single request is enough. After that, this page shows every environment, pending deployments and
        drift.
      </p>
      <RecordCommand token={token ?? "$SLIPWAY_TOKEN"} />
      <FormError error={create.error} />
      {token ? (
        <p className="text-sm">
          The command above contains the token. Copy it now; it cannot be shown again.
        </p>
      ) : canCreateTokens ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant="primary"
            icon={<KeyRound size={14} />}
            loading={create.isPending}
            onClick={() => create.mutate(undefined)}
          >
            Create token and insert it
          </Button>
          <span className="text-xs text-muted">The token can only record deployments.</span>
        </div>
      ) : (
        <p className="text-sm text-muted">
          This requires an API token with the scope{" "}
          <code className="font-mono text-xs">deployments:write</code>. Ask an admin to create one.
        </p>
      )}
    </>
  )
}
