import { metrics } from "@/app/api/metrics/routes"
import { routes } from "@/app/api/v1/api"
import { serveRoutes } from "@/lib/web/http/serve-routes"

const handle = serveRoutes([...routes, metrics])

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
