import { useMediaQuery } from '@mantine/hooks'

/** Whether the seller's pages are those of a phone: tabs at the bottom, and orders as a counter. */
export const useIsPhone = (): boolean =>
  useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
