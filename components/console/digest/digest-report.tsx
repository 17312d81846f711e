import type { ReactNode } from "react"
import { toEvents } from "@/components/console/activity/activity-events"
import {
  activityKey,
  activityStyle,
  hrefOf,
  locationOf,
  reasonFor,
  versionsOf,
} from "@/components/console/activity/activity-labels"
import { revisionLabel } from "@/components/fleet/releases/revision-style"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { Card } from "@/components/ui/card"
import { Delta } from "@/components/ui/delta"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { PageLink } from "@/components/ui/page-link"
import { StatusLabel } from "@/components/ui/status"
import { maxDigestEntries } from "@/lib/console/digest/max-entries"
import type { Digest } from "@/lib/console/digest/schema"
import { annotationKindLabels } from "@/lib/ledger/annotations/kinds"
import { allValue } from "@/lib/ledger/deployments/all-value"
import type { Metric } from "@/lib/ledger/insights/metric-names"
import {
  formatCount,
  formatDuration,
  formatIsoDay,
  formatQuantity,
  formatShare,
  formatShortTime,
} from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function DigestReport({ digest }: { digest: Digest }) {
  const { from, to, timeZone, slowest, newApplications, releases, annotations } = digest
  return (
    <>
      <Summary digest={digest} />
      <Environments digest={digest} />
      <div className="gap-4 *:mb-4 xl:columns-2 xl:*:break-inside-avoid print:columns-1">
        <Entries digest={digest} only="rollbacks" title="Rollbacks" none="Nothing was rolled back." />
        <Entries digest={digest} only="failures" title="Failures" none="Nothing failed." />
        <Section
          title="Slowest deployments"
          none="No durations are known. Send completedAt with each deployment."
        >
          {slowest.map(({ id, application, environment, imageTag, seconds }) => (
            <li key={id} className="flex gap-3 px-4 py-2 text-sm">
              <span className="min-w-0 flex-1 wrap-anywhere">
                <Link href={pages.deployment(id)}>{application}</Link>{" "}
                <span className="font-mono text-xs">{shortTag(imageTag)}</span>{" "}
                <span className="text-muted">in {environment}</span>
              </span>
              <span className="tabular-nums">{formatDuration(seconds)}</span>
            </li>
          ))}
        </Section>
        <Section title="New applications" none="No application was deployed for the first time.">
          {newApplications.map(({ application, firstRecordAt }) => (
            <li key={application} className="flex gap-3 px-4 py-2 text-sm">
              <span className="min-w-0 flex-1 wrap-anywhere">
                <Link href={pages.history({ application })}>{application}</Link>
              </span>
              <span className="text-muted">{formatShortTime(firstRecordAt, timeZone)}</span>
            </li>
          ))}
        </Section>
        {releases !== null && (
          <Section
            title="Helm releases"
            none="No release was changed."
            more={<Link href={pages.activity({ half: "releases", from, to })}>View all</Link>}
          >
            {releases.map(({ operation, status, count }) => (
              <li key={`${operation} ${status}`} className="flex gap-3 px-4 py-2 text-sm">
                <span className="flex-1">{revisionLabel({ operation, status, rolledBackTo: null })}</span>
                <span className="tabular-nums">{formatCount(count)}</span>
              </li>
            ))}
          </Section>
        )}
        {annotations.length > 0 && (
          <Section title="Annotations" none="">
            {annotations.map(({ id, kind, text, startsAt, createdBy }) => (
              <li key={id} className="px-4 py-2 text-sm wrap-anywhere">
                <span className="font-medium">{annotationKindLabels[kind]}</span> {text}
                <p className="text-xs text-muted">
                  from {formatShortTime(startsAt, timeZone)}, by {createdBy}
                </p>
              </li>
            ))}
          </Section>
        )}
      </div>
    </>
  )
}

function Summary({ digest: { environments, partial } }: { digest: Digest }) {
  const sum = (which: "figures" | "previous", count: "reached" | "failed" | "rolledBack") =>
    environments.reduce((total, environment) => total + environment[which][count], 0)
  const reached = sum("figures", "reached")
  const failed = sum("figures", "failed")
  const rolledBack = sum("figures", "rolledBack")
  const before = sum("previous", "reached")
  if (reached + failed === 0)
    return (
      <p className="text-base">
        <strong className="font-medium">No deployments</strong>, {before === 0 ? "none" : formatCount(before)}{" "}
        the week before.
        {partial && " The week is not over."}
      </p>
    )
  return (
    <p className="text-base">
      <strong className="font-medium">{formatQuantity(reached, "deployment")}</strong> to{" "}
      {formatQuantity(environments.filter(({ figures }) => figures.reached > 0).length, "environment")},{" "}
      <Delta value={reached} previous={before} measure="count" /> from {formatCount(before)} the week before.{" "}
      {formatQuantity(rolledBack, "was rolled back", "were rolled back")}, {formatCount(failed)} failed.
      {partial && " The week is not over."}
    </p>
  )
}

type EnvironmentColumn = ListColumn<Digest["environments"][number]>

function Environments({ digest: { environments, from, to, timeZone } }: { digest: Digest }) {
  const days = { from: formatIsoDay(from, timeZone), to: formatIsoDay(Date.parse(to) - 1, timeZone) }
  const rowsOf = (environment: string, rows: Metric) =>
    pages.insights({ application: allValue, environment, range: "custom", ...days, timeZone, rows })
  const countColumn = (id: "failed" | "rolledBack", label: string): EnvironmentColumn => ({
    id,
    label,
    align: "end",
    cell: ({ environment, figures }) => <Count count={figures[id]} href={rowsOf(environment, id)} />,
  })
  const columns: readonly EnvironmentColumn[] = [
    {
      id: "environment",
      label: "Environment",
      name: true,
      cell: ({ environment }) => <Link href={pages.history({ environment, from, to })}>{environment}</Link>,
    },
    {
      id: "reached",
      label: "Deployments",
      align: "end",
      cell: ({ environment, figures, previous }) => (
        <span className="inline-flex items-baseline gap-2 max-sm:flex-row-reverse">
          <Delta value={figures.reached} previous={previous.reached} better="up" measure="count" />{" "}
          <Count count={figures.reached} href={rowsOf(environment, "reached")} />
        </span>
      ),
    },
    {
      id: "before",
      label: "Week before",
      align: "end",
      muted: true,
      value: ({ previous }) => previous.reached,
    },
    countColumn("failed", "Failed"),
    countColumn("rolledBack", "Rolled back"),
    {
      id: "changeFailRate",
      label: "Change fail rate",
      align: "end",
      value: ({ figures }) => formatShare(figures.changeFailRate.value),
    },
  ]
  return (
    <Card title="By environment" flush className="print:break-inside-avoid">
      <ListTable
        label="Deployments by environment"
        regionClassName=""
        columns={columns}
        rows={environments}
        rowKey={({ environment }) => environment}
        empty={<p className="py-4 text-sm text-muted">No deployments in this week or the one before.</p>}
      />
    </Card>
  )
}

function Count({ count, href }: { count: number; href: string }) {
  if (count === 0) return formatCount(count)
  return (
    <PageLink href={href} className="touch-line rounded-sm hover:text-accent">
      {formatCount(count)}
    </PageLink>
  )
}

interface SectionProps {
  title: string
  /** In place of an empty list. */
  none: string
  more?: ReactNode
  children: readonly ReactNode[]
}

const listClass = "divide-y divide-line *:break-inside-avoid"
/** How many fit next to the other sections; the rest is one click away, and always printed. */
const shownFirst = 8

function Section({ title, none, more, children }: SectionProps) {
  const rest = children.slice(shownFirst)
  return (
    <Card
      title={title}
      actions={more}
      flush
      className={rest.length === 0 ? "print:break-inside-avoid" : undefined}
    >
      {children.length === 0 ? (
        <p className="p-4 text-sm text-muted">{none}</p>
      ) : (
        <ul aria-label={title} className={listClass}>
          {children.slice(0, shownFirst)}
        </ul>
      )}
      {rest.length > 0 && (
        <details className="border-t border-line">
          <summary className="px-4 py-2 text-sm text-muted print:hidden">
            {formatCount(rest.length)} more
          </summary>
          <ul aria-label={`${title}, continued`} className={listClass}>
            {rest}
          </ul>
        </details>
      )}
    </Card>
  )
}

interface EntriesProps extends Pick<SectionProps, "title" | "none"> {
  digest: Digest
  only: "rollbacks" | "failures"
}

function Entries({ digest, only, title, none }: EntriesProps) {
  const { from, to, timeZone, [only]: items } = digest
  const isCut = items.length === maxDigestEntries
  return (
    <Section
      title={isCut ? `${title}, the newest ${maxDigestEntries}` : title}
      none={none}
      more={items.length > 0 && <Link href={pages.activity({ only, from, to })}>View all</Link>}
    >
      {toEvents(items).map((event) => {
        const [whole, part] = locationOf(event)
        const versions = versionsOf(event)
        const reason = reasonFor(event)
        return (
          <li key={activityKey(event)} className="flex flex-col gap-0.5 px-4 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-2 wrap-anywhere">
              <StatusLabel style={activityStyle(event)} />
              <Link href={hrefOf(event)}>{whole}</Link>
              <span className="text-muted">{part}</span>
              <span className="font-mono text-xs">
                {versions.from !== null && `${shortTag(versions.from)} → `}
                {shortTag(versions.to)}
              </span>
            </div>
            {reason !== "" && (
              <p title={reason} className="line-clamp-3 wrap-anywhere print:line-clamp-none">
                {reason}
              </p>
            )}
            <p className="text-xs text-muted">
              {formatShortTime(event.at, timeZone)}, by {event.by}
            </p>
          </li>
        )
      })}
    </Section>
  )
}
