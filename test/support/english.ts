import { loadTexts } from '../../web/texts/load.ts'

/** Modules of the apps read their texts when they load, which is after this. */
await loadTexts('page', 'orders', 'account', 'board', 'seller')
