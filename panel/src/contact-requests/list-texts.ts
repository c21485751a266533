import { isolate } from '../language/isolate.ts';

const en = {
  requestsIntro: 'Changes of contact that you asked for, or that wait for your answer.',
  direction: 'Show',
  directionAll: 'All',
  directionReceived: 'Received',
  directionSent: 'Sent',
  filterState: 'State',
  anyState: 'Every state',
  openStates: 'Still open',
  loadMore: 'Show more',
  noRequests: 'No request yet. When somebody asks to change a contact that concerns you, it appears here.',
  noRequestsFound: 'No request matches these filters.',
  clearFilters: 'Clear the filters',
  yourTurn: 'Your answer is awaited',
  received: 'Received',
  sent: 'Sent',
  fromTo: (from: string, to: string): string => `From ${isolate(from)} to ${isolate(to)}`,
};

const fr: typeof en = {
  requestsIntro: 'Les changements de contact que vous avez demandés, ou qui attendent votre réponse.',
  direction: 'Afficher',
  directionAll: 'Toutes',
  directionReceived: 'Reçues',
  directionSent: 'Envoyées',
  filterState: 'État',
  anyState: 'Tous les états',
  openStates: 'Encore ouvertes',
  loadMore: 'Afficher la suite',
  noRequests:
    'Aucune demande pour l’instant. Si quelqu’un demande un changement de contact qui vous concerne, il apparaîtra ici.',
  noRequestsFound: 'Aucune demande ne correspond à ces filtres.',
  clearFilters: 'Effacer les filtres',
  yourTurn: 'Votre réponse est attendue',
  received: 'Reçue',
  sent: 'Envoyée',
  fromTo: (from, to) => `De ${isolate(from)} à ${isolate(to)}`,
};

/** Texts of the list of requests. */
export const listTexts = { en, fr };
