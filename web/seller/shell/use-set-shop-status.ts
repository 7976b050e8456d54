import type { Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useCommand } from './use-command.ts'

/** Opens and closes shops, and announces the outcome. */
export function useSetShopStatus() {
  const { mutation, send, reset } = useCommand('shop:update')
  const set = async (shops: readonly Shop[], status: 'open' | 'closed'): Promise<boolean> => {
    for (const { id, name } of shops) {
      if (!(await send({ shopId: id, status }))) return false
      announce(sellerTexts.selling.said(name, status === 'open'))
    }
    return true
  }
  return { mutation, set, reset }
}
