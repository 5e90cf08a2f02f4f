// The API, call by call, drawn from its own OpenAPI description.
const place = document.getElementById("api-docs");
window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    // The session's own requests must carry its token, as every form does.
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (token) request.headers["X-CSRFToken"] = token;
    return request;
  },
});
