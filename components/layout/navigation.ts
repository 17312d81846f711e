import {
  Activity,
  Ban,
  Braces,
  Building2,
  ChartColumn,
  ChartGantt,
  GitCompareArrows,
  HeartPulse,
  History,
  KeyRound,
  Layers,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  Package,
  Rocket,
  ScrollText,
  Server,
  Ship,
  Snowflake,
  Users,
  Warehouse,
  Waypoints,
  Webhook,
  Workflow,
} from "lucide-react"
import type { Role } from "@/lib/identity/auth/scopes"
import { pages, type Query } from "@/lib/platform/paths"

export interface ShellUser {
  name: string
  email: string
  role: Role
}

interface NavItem {
  label: string
  icon: LucideIcon
  href: (query?: Query) => string
  /** The letter after `g`. */
  key: string
  adminsOnly?: true
  /** Whether navigation keeps environment, application and as-of. */
  keepsContext?: boolean
  /** Pages that its header links to: also in the palette, and in the navigation of a phone. */
  below?: readonly SubItem[]
}

type SubItem = Pick<NavItem, "label" | "href" | "adminsOnly">

interface NavGroup {
  label: string | null
  items: readonly NavItem[]
}

export const navigation: readonly NavGroup[] = [
  {
    label: null,
    items: [
      { label: "Overview", icon: LayoutGrid, href: pages.overview, key: "o" },
      { label: "Running", icon: ListChecks, href: pages.running, key: "v", keepsContext: true },
      { label: "Activity", icon: Activity, href: pages.activity, key: "y" },
      { label: "Timeline", icon: ChartGantt, href: pages.timeline, key: "t", keepsContext: true },
      { label: "History", icon: History, href: pages.history, key: "h", keepsContext: true },
      { label: "Promotions", icon: Waypoints, href: pages.promotions, key: "p", keepsContext: true },
      { label: "Drift", icon: GitCompareArrows, href: pages.drift, key: "d", keepsContext: true },
      { label: "Insights", icon: ChartColumn, href: pages.insights, key: "i", keepsContext: true },
    ],
  },
  {
    label: "Tenants",
    items: [
      { label: "Tenants", icon: Building2, href: pages.tenants, key: "n" },
      { label: "Releases", icon: Ship, href: pages.releases, key: "r" },
      { label: "Values", icon: Braces, href: pages.values, key: "f" },
      { label: "Rollouts", icon: Rocket, href: pages.rollouts, key: "l" },
      { label: "Charts", icon: Package, href: pages.charts, key: "c" },
    ],
  },
  {
    label: "Settings",
    items: [
      { label: "Environments", icon: Layers, href: pages.environments, key: "s" },
      { label: "Clusters", icon: Server, href: pages.clusters, key: "k" },
      { label: "Repositories", icon: Warehouse, href: pages.repositories, key: "w" },
      {
        label: "Pipelines",
        icon: Workflow,
        href: pages.pipelines,
        key: "b",
        below: [
          { label: "Event sources", href: pages.eventSources, adminsOnly: true },
          { label: "Requests", href: pages.requests, adminsOnly: true },
        ],
      },
      { label: "Freezes", icon: Snowflake, href: pages.freezes, key: "z" },
      { label: "Quarantine", icon: Ban, href: pages.quarantine, key: "q" },
      { label: "Tokens", icon: KeyRound, href: pages.tokens, key: "e", adminsOnly: true },
      { label: "Webhooks", icon: Webhook, href: pages.webhooks, key: "m", adminsOnly: true },
      { label: "Users", icon: Users, href: pages.users, key: "u", adminsOnly: true },
      { label: "Audit", icon: ScrollText, href: pages.audit, key: "a", adminsOnly: true },
      { label: "Status", icon: HeartPulse, href: pages.status, key: "x", adminsOnly: true },
    ],
  },
]

export function navigationFor(role: Role): NavGroup[] {
  const isOpen = ({ adminsOnly }: SubItem) => !adminsOnly || role === "ADMIN"
  return navigation.map((group) => ({
    ...group,
    items: group.items.filter(isOpen).map((item) => ({ ...item, below: item.below?.filter(isOpen) })),
  }))
}

/** Whether a path is the page itself or below it; the overview matches only itself. */
export function isAt(pathname: string, item: SubItem): boolean {
  const root = item.href()
  return root === "/" ? pathname === "/" : pathname === root || pathname.startsWith(`${root}/`)
}

const contextNames = ["environment", "application", "at"] as const

/** The part of the URL that is kept when navigating between ledger pages. */
export function contextOf(search: { get: (name: string) => string | null }): Query {
  return Object.fromEntries(contextNames.map((name) => [name, search.get(name)]))
}
