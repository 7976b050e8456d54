import type { FastifyInstance } from 'fastify'
import type { CapacityReport } from '../../shared/protocol/operator-messages.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { ImportDesk } from '../csv/import-desk.ts'
import type { Images } from '../images/images.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { onlyForOperator } from './operator-routes.ts'
import type { SessionDependencies } from './session-routes.ts'

interface Dependencies extends SessionDependencies {
  market: DurableMarket
  images: Images
  importDesk: ImportDesk
  capacity: Capacity
  quotas: CapacityReport['quotas']
}

/** How full the market is, and what each shop has: the operator's. */
export async function capacityRoutes(http: FastifyInstance, dependencies: Dependencies): Promise<void> {
  const { market, images, importDesk, capacity, quotas } = dependencies
  onlyForOperator(http, dependencies)
  http.get('/api/capacity', async (_request, reply): Promise<CapacityReport> => {
    reply.header('cache-control', 'private, no-store')
    const shops = Array.from(market.shops.map.values(), ({ id, orderCount }) => ({
      shopId: id,
      products: market.assortments.of(id).live.size,
      orders: orderCount,
      images: images.usageOf(id).images,
      imageBytes: images.usageOf(id).bytes,
      pendingImports: importDesk.pendingOf(id),
    }))
    return { bounds: await capacity.read(), shops, quotas }
  })
}
