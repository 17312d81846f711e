import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { digestQuery } from "@/components/console/digest/digest-query"
import { viewerPreferences } from "@/components/layout/viewer-preferences"
import { getDigest } from "@/lib/console/digest/get-digest"
import { digestQuerySchema } from "@/lib/console/digest/schema"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { mondayOf, weekOf } from "@/lib/ledger/insights/iso-week"
import { formatIsoDay } from "@/lib/platform/format"
import { parseQuery } from "@/lib/web/client/first-page"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { WeekView } from "./week-view"

type WeekPageProps = { params: Promise<{ week: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params }: WeekPageProps): Promise<Metadata> {
  return { title: `Week ${(await params).week}` }
}

const readSearch = createLoader({ timeZone: parseAsString })

export default async function WeekPage({ params, searchParams }: WeekPageProps) {
  const { actor } = await requirePageUser()
  const { week } = await params
  if (mondayOf(week) === null) notFound()
  const viewer = await viewerPreferences()
  const timeZone = (await readSearch(searchParams)).timeZone ?? viewer.timeZone
  return (
    <Hydrated
      reads={[
        preload(digestQuery(week, timeZone), (path) =>
          getDigest(actor, week, parseQuery(digestQuerySchema, path)),
        ),
      ]}
    >
      <WeekView
        week={week}
        current={weekOf(formatIsoDay(new Date(), viewer.timeZone))}
        serverZone={viewer.timeZone}
      />
    </Hydrated>
  )
}
