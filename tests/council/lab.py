"""What the tests of the rule lab share."""

JSON = "application/json"


def post(client, address, body):
    return client.post(f"/api/v1/{address}", body, content_type=JSON)
