export { CONTACT_TYPES, type Contacts, type ContactType } from './contact-type.js';
export { Service } from './service.entity.js';
export { named } from './service-infos.controller.js';
export { routeOf, type ServicePath } from './service-paths.js';
export { serviceErrors } from './services.errors.js';
export { GUARDED_SERVICE_PATHS, ServicesModule } from './services.module.js';
export { ServicesService } from './services.service.js';
